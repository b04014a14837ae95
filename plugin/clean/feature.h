// The features of a block: what the learned model sees. One list, in the order of the model's
// columns.
//
// lg is log(1 + x); shares are 0 to 1; distances are boxes from the block's own upwards, FAR when
// there is none. W is the words of the page. A long paragraph has 12 words or more, few links and
// the end of a sentence.
#ifndef DC_CLEAN_FEATURE_H
#define DC_CLEAN_FEATURE_H

// Goes up when a feature comes to mean something else: a model learned before does not build then.
enum { DC_FEATURE_EDITION = 2 };

// X(name)
#define DC_FEATURES_TEXT(X)                                                                        \
    X(t_words)                                                                                     \
    X(t_sent)                                                                                      \
    X(t_endp)                                                                                      \
    X(l_dens)                                                                                      \
    X(l_nonlinkw)                                                                                  \
    X(tag)                                                                                         \
    X(ttl_ov)                                                                                      \
    X(dup_n)

#define DC_FEATURES_ABOVE(X)                                                                       \
    X(an_main)                                                                                     \
    X(an_footer)                                                                                   \
    X(an_figure)                                                                                   \
    X(an_bad)                                                                                      \
    X(fl_hidden)                                                                                   \
    X(fl_aria)                                                                                     \
    X(cl_mneg)                                                                                     \
    X(cl_mpos)

#define DC_FEATURES_PLACE(X)                                                                       \
    X(p_depth)                                                                                     \
    X(p_idx)                                                                                       \
    X(p_rel)                                                                                       \
    X(p_wbefore)                                                                                   \
    X(p_pwrel)                                                                                     \
    X(h1_bd)                                                                                       \
    X(h1_wd)                                                                                       \
    X(h1_lca)                                                                                      \
    X(h1_lcad)                                                                                     \
    X(h1_lcaw)                                                                                     \
    X(h1_score)                                                                                    \
    X(lb_lcad)                                                                                     \
    X(lb_rel)                                                                                      \
    X(mc0)                                                                                         \
    X(mc1)                                                                                         \
    X(mc_dd)

#define DC_FEATURES_BOX(X)                                                                         \
    X(c0_share)                                                                                    \
    X(c1_share)                                                                                    \
    X(c2_share)                                                                                    \
    X(c2_h)                                                                                        \
    X(c3_w)                                                                                        \
    X(c3_share)                                                                                    \
    X(s_same)                                                                                      \
    X(s_samew)                                                                                     \
    X(g_n)                                                                                         \
    X(g_w)                                                                                         \
    X(g_avg)                                                                                       \
    X(k_n)                                                                                         \
    X(lg_bad)                                                                                      \
    X(lg_after)

#define DC_FEATURES_HEADING(X)                                                                     \
    X(hd_w)                                                                                        \
    X(hd_lca)                                                                                      \
    X(sc_w)                                                                                        \
    X(sc_ld)                                                                                       \
    X(sc_nb)                                                                                       \
    X(sc_pos)                                                                                      \
    X(sc_idx)                                                                                      \
    X(sc_ttl)

#define DC_FEATURES_PAGE(X)                                                                        \
    X(pg_hint_article)                                                                             \
    X(pg_hint_product)                                                                             \
    X(pg_hint_list)                                                                                \
    X(pg_hint_forum)                                                                               \
    X(pg_hint_faq)                                                                                 \
    X(pg_hint_org)                                                                                 \
    X(pg_hint_tech)                                                                                \
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
    X(pg_h2)                                                                                       \
    X(pg_h3)                                                                                       \
    X(pg_p)                                                                                        \
    X(pg_li)                                                                                       \
    X(pg_img)                                                                                      \
    X(pg_input)                                                                                    \
    X(pg_ccomment)                                                                                 \
    X(pg_cprod)                                                                                    \
    X(pg_cprice)                                                                                   \
    X(pg_crev)                                                                                     \
    X(pg_ccart)                                                                                    \
    X(pg_mcld)                                                                                     \
    X(pg_card)                                                                                     \
    X(x_wmain)                                                                                     \
    X(x_warticle)                                                                                  \
    X(x_wform)                                                                                     \
    X(x_wlist)                                                                                     \
    X(pg_q)

#define DC_FEATURES_TABLE(X)                                                                       \
    X(te0)                                                                                         \
    X(te1)                                                                                         \
    X(te2)                                                                                         \
    X(te3)                                                                                         \
    X(te4)                                                                                         \
    X(te6)                                                                                         \
    X(te8)                                                                                         \
    X(te9)                                                                                         \
    X(te10)                                                                                        \
    X(tx_c1)                                                                                       \
    X(tx_c2)                                                                                       \
    X(tx_c3)                                                                                       \
    X(tx_g)                                                                                        \
    X(tx_w4)                                                                                       \
    X(tx_w10)                                                                                      \
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
    X(tp_article)                                                                                  \
    X(tp_collection)                                                                               \
    X(tp_documentation)                                                                            \
    X(tp_forum)                                                                                    \
    X(tp_listing)                                                                                  \
    X(tp_product)                                                                                  \
    X(tp_service)

#define DC_FEATURES(X)                                                                             \
    DC_FEATURES_TEXT(X)                                                                            \
    DC_FEATURES_ABOVE(X)                                                                           \
    DC_FEATURES_PLACE(X)                                                                           \
    DC_FEATURES_BOX(X)                                                                             \
    DC_FEATURES_HEADING(X)                                                                         \
    DC_FEATURES_PAGE(X)                                                                            \
    DC_FEATURES_TABLE(X)

typedef enum dc_feature {
#define X(name) DC_F_##name,
    DC_FEATURES(X)
#undef X
        DC_N_FEATURES
} dc_feature;

#endif
