// The features of a block: what the learned model sees. One list, in the order of the model's
// columns.
//
// lg is log(1 + x); shares are 0 to 1; distances are boxes from the block's own upwards, FAR when
// there is none. W is the words of the page. A long paragraph has 12 words or more, few links and
// the end of a sentence.
#ifndef DC_CLEAN_FEATURE_H
#define DC_CLEAN_FEATURE_H

// Goes up when a feature comes to mean something else: a model learned before does not build then.
enum { DC_FEATURE_EDITION = 1 };

// X(name)
#define DC_FEATURES_TEXT(X)                                                                        \
    X(t_words)                                                                                     \
    X(t_avgw)                                                                                      \
    X(t_sent)                                                                                      \
    X(t_endp)                                                                                      \
    X(t_shortr)                                                                                    \
    X(t_commar)                                                                                    \
    X(t_capr)                                                                                      \
    X(t_capwr)                                                                                     \
    X(t_digr)                                                                                      \
    X(t_punctr)                                                                                    \
    X(t_price)                                                                                     \
    X(t_qmark)                                                                                     \
    X(t_colon)                                                                                     \
    X(t_pipe)                                                                                      \
    X(t_slash)                                                                                     \
    X(t_startcap)                                                                                  \
    X(t_foreign)                                                                                   \
    X(l_dens)                                                                                      \
    X(l_n)                                                                                         \
    X(l_nonlinkw)                                                                                  \
    X(t_br)                                                                                        \
    X(t_time)                                                                                      \
    X(t_bold)                                                                                      \
    X(t_code)                                                                                      \
    X(t_img)                                                                                       \
    X(t_input) X(tag) X(ttl_ov) X(ttl_cov) X(desc_ov) X(dup_n) X(dup_i) X(ph_strength) X(ph_family)

#define DC_FEATURES_ABOVE(X)                                                                       \
    X(an_article)                                                                                  \
    X(an_main)                                                                                     \
    X(an_aside)                                                                                    \
    X(an_nav)                                                                                      \
    X(an_footer)                                                                                   \
    X(an_header)                                                                                   \
    X(an_form)                                                                                     \
    X(an_list)                                                                                     \
    X(an_table)                                                                                    \
    X(an_figure)                                                                                   \
    X(an_section)                                                                                  \
    X(an_dl)                                                                                       \
    X(an_quote)                                                                                    \
    X(an_button)                                                                                   \
    X(an_link)                                                                                     \
    X(an_p)                                                                                        \
    X(an_li)                                                                                       \
    X(an_bad)                                                                                      \
    X(an_nul)                                                                                      \
    X(an_dialog)                                                                                   \
    X(an_tab)                                                                                      \
    X(an_itemprop)                                                                                 \
    X(fl_hidden)                                                                                   \
    X(fl_aria)                                                                                     \
    X(fl_noscript)                                                                                 \
    X(fl_closed)                                                                                   \
    X(cl_mneg) X(cl_mpos) X(cl_cookie) X(cl_related) X(cl_comment) X(cl_meta) X(cl_side) X(cl_toc)

#define DC_FEATURES_PLACE(X)                                                                       \
    X(p_depth)                                                                                     \
    X(p_idx)                                                                                       \
    X(p_rel)                                                                                       \
    X(p_wrel)                                                                                      \
    X(p_wbefore)                                                                                   \
    X(p_wafter)                                                                                    \
    X(p_pwrel)                                                                                     \
    X(p_lpafter)                                                                                   \
    X(h1_bd)                                                                                       \
    X(h1_wd)                                                                                       \
    X(h1_lca)                                                                                      \
    X(h1_lcad)                                                                                     \
    X(h1_lcaw)                                                                                     \
    X(h1_score)                                                                                    \
    X(lb_lca)                                                                                      \
    X(lb_lcad) X(lb_lcaw) X(lb_rel) X(mc0) X(mc1) X(mc2) X(mc_dd) X(mc_w) X(lastbig) X(nextbig)

#define DC_FEATURES_BOX(X)                                                                         \
    X(c0_w)                                                                                        \
    X(c0_ld)                                                                                       \
    X(c0_nb)                                                                                       \
    X(c0_share)                                                                                    \
    X(c0_same)                                                                                     \
    X(c1_w)                                                                                        \
    X(c1_ld)                                                                                       \
    X(c1_share)                                                                                    \
    X(c1_lp)                                                                                       \
    X(c1_wpb)                                                                                      \
    X(c1_same)                                                                                     \
    X(c1_h)                                                                                        \
    X(c2_w)                                                                                        \
    X(c2_ld)                                                                                       \
    X(c2_share)                                                                                    \
    X(c2_lp)                                                                                       \
    X(c2_h)                                                                                        \
    X(c2_wpb)                                                                                      \
    X(c3_w)                                                                                        \
    X(c3_ld)                                                                                       \
    X(c3_share)                                                                                    \
    X(c3_lp)                                                                                       \
    X(c4_share)                                                                                    \
    X(c4_ld)                                                                                       \
    X(c1_img)                                                                                      \
    X(c2_img)                                                                                      \
    X(c2_pr)                                                                                       \
    X(s_same)                                                                                      \
    X(s_samew)                                                                                     \
    X(s_avgw)                                                                                      \
    X(g_n)                                                                                         \
    X(g_w)                                                                                         \
    X(g_avg)                                                                                       \
    X(g_ld)                                                                                        \
    X(k_n)                                                                                         \
    X(k_up)                                                                                        \
    X(k_words)                                                                                     \
    X(k_ld)                                                                                        \
    X(k_tot)                                                                                       \
    X(k_pos)                                                                                       \
    X(k_img)                                                                                       \
    X(k_price) X(ko_tot) X(ko_n) X(lg_bad) X(lg_inbw) X(lg_inbp) X(lg_inlp) X(lg_after) X(lg_n)

#define DC_FEATURES_NEAR(X)                                                                        \
    X(n1_w)                                                                                        \
    X(n1_ld)                                                                                       \
    X(n1_tag)                                                                                      \
    X(m1_w)                                                                                        \
    X(m1_ld)                                                                                       \
    X(m1_tag)                                                                                      \
    X(n2_w)                                                                                        \
    X(n2_ld)                                                                                       \
    X(m2_w)                                                                                        \
    X(m2_ld)                                                                                       \
    X(n1_same)                                                                                     \
    X(m1_same)                                                                                     \
    X(w4_w)                                                                                        \
    X(w4_ld)                                                                                       \
    X(w4_lp)                                                                                       \
    X(w10_w)                                                                                       \
    X(w10_ld)                                                                                      \
    X(w10_lp)                                                                                      \
    X(w30_w)                                                                                       \
    X(w30_ld)                                                                                      \
    X(w30_lp)                                                                                      \
    X(hd_level)                                                                                    \
    X(hd_w)                                                                                        \
    X(hd_nb)                                                                                       \
    X(hd_lca) X(hd_ttl) X(hd_words) X(sc_w) X(sc_ld) X(sc_lp) X(sc_nb) X(sc_pos) X(sc_idx) X(sc_ttl)

#define DC_FEATURES_PAGE(X)                                                                        \
    X(pg_nb)                                                                                       \
    X(pg_w)                                                                                        \
    X(pg_ld)                                                                                       \
    X(pg_pws)                                                                                      \
    X(pg_pw)                                                                                       \
    X(pg_wpb)                                                                                      \
    X(pg_price)                                                                                    \
    X(pg_h)                                                                                        \
    X(pg_short)                                                                                    \
    X(pg_dig)                                                                                      \
    X(pg_maxw)                                                                                     \
    X(pg_foreign)                                                                                  \
    X(pg_article)                                                                                  \
    X(pg_main)                                                                                     \
    X(pg_form)                                                                                     \
    X(pg_table)                                                                                    \
    X(pg_pre)                                                                                      \
    X(pg_h1)                                                                                       \
    X(pg_h2)                                                                                       \
    X(pg_h3)                                                                                       \
    X(pg_p)                                                                                        \
    X(pg_li)                                                                                       \
    X(pg_aside)                                                                                    \
    X(pg_section)                                                                                  \
    X(pg_img)                                                                                      \
    X(pg_input)                                                                                    \
    X(pg_dl)                                                                                       \
    X(pg_quote)                                                                                    \
    X(pg_time)                                                                                     \
    X(pg_ccomment)                                                                                 \
    X(pg_cforum)                                                                                   \
    X(pg_cprod)                                                                                    \
    X(pg_cprice)                                                                                   \
    X(pg_crev)                                                                                     \
    X(pg_ccart)                                                                                    \
    X(pg_mcw)                                                                                      \
    X(pg_mcld)                                                                                     \
    X(pg_mcdepth)                                                                                  \
    X(pg_listw)                                                                                    \
    X(pg_listn)                                                                                    \
    X(pg_card)                                                                                     \
    X(x_wmain)                                                                                     \
    X(x_warticle)                                                                                  \
    X(x_wform)                                                                                     \
    X(x_wlist)                                                                                     \
    X(pg_hint_article)                                                                             \
    X(pg_hint_product)                                                                             \
    X(pg_hint_list) X(pg_hint_forum) X(pg_hint_faq) X(pg_hint_org) X(pg_hint_tech) X(pg_q)

#define DC_FEATURES_TABLE(X)                                                                       \
    X(te0)                                                                                         \
    X(te1)                                                                                         \
    X(te2)                                                                                         \
    X(te3)                                                                                         \
    X(te4)                                                                                         \
    X(te5)                                                                                         \
    X(te6)                                                                                         \
    X(te7)                                                                                         \
    X(te8)                                                                                         \
    X(te9)                                                                                         \
    X(te10)                                                                                        \
    X(te11)                                                                                        \
    X(tx_c1)                                                                                       \
    X(tx_c2)                                                                                       \
    X(tx_c3)                                                                                       \
    X(tx_g)                                                                                        \
    X(tx_w4)                                                                                       \
    X(tx_w10)                                                                                      \
    X(tx_hd)                                                                                       \
    X(tx_sc)                                                                                       \
    X(tx_pg)                                                                                       \
    X(tn_c1)                                                                                       \
    X(tn_c2)                                                                                       \
    X(tn_g)                                                                                        \
    X(tn_w4)                                                                                       \
    X(tn_pg)                                                                                       \
    X(tn_rel)                                                                                      \
    X(tn_rank)                                                                                     \
    X(tx_k)                                                                                        \
    X(tn_next)                                                                                     \
    X(tn_prev)                                                                                     \
    X(tx_next)                                                                                     \
    X(tx_prev)                                                                                     \
    X(tp_article)                                                                                  \
    X(tp_collection) X(tp_documentation) X(tp_forum) X(tp_listing) X(tp_product) X(tp_service)

#define DC_FEATURES(X)                                                                             \
    DC_FEATURES_TEXT(X)                                                                            \
    DC_FEATURES_ABOVE(X)                                                                           \
    DC_FEATURES_PLACE(X)                                                                           \
    DC_FEATURES_BOX(X)                                                                             \
    DC_FEATURES_NEAR(X)                                                                            \
    DC_FEATURES_PAGE(X)                                                                            \
    DC_FEATURES_TABLE(X)

typedef enum dc_feature {
#define X(name) DC_F_##name,
    DC_FEATURES(X)
#undef X
        DC_N_FEATURES
} dc_feature;

#endif
