// Formulas: MathML as LaTeX.
#ifndef DC_BLOCKS_FORMULA_H
#define DC_BLOCKS_FORMULA_H

#include "blocks/block.h"
#include "html/tree.h"

// Whether a script or an unknown element stands for a formula.
bool dc_is_formula_of_script(const dc_tree *tree, uint32_t node);

// Whether an element stands for a formula: math, what MathJax 3 makes around one, or the script
// that MathJax 2 reads it from.
static inline bool dc_is_formula(const dc_tree *tree, uint32_t node)
{
    const dc_tag tag = dc_node_tag(tree, node);
    return tag == DC_TAG_math ||
           ((tag == DC_TAG_script || tag == DC_TAG_unknown) && dc_is_formula_of_script(tree, node));
}

// Whether an element only repeats a formula for the eye: what KaTeX, MathJax and MediaWiki put
// beside their MathML or their script. Facts without DC_MAY_BE_TWIN are of none.
bool dc_is_formula_twin(const dc_tree *tree, uint32_t node, const dc_facts *facts);

// Whether it holds a formula that is hidden because a picture shows it.
bool dc_is_formula_source(const dc_facts *facts);

// The LaTeX that the page gives for the formula, or made of its MathML; "" when it has none.
dc_str dc_formula_tex(const dc_tree *tree, uint32_t node);

#endif
