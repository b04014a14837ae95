// Formulas: MathML as LaTeX.
#ifndef DC_BLOCKS_FORMULA_H
#define DC_BLOCKS_FORMULA_H

#include "blocks/block.h"
#include "html/tree.h"

// Whether an element stands for a formula: math, or what MathJax makes around one.
bool dc_is_formula(const dc_tree *tree, uint32_t node);

// Whether an inline element only repeats a formula for the eye: what KaTeX, MathJax and MediaWiki
// put beside their MathML.
bool dc_is_formula_twin(const dc_facts *facts);

// Whether it holds a formula that is hidden because a picture shows it.
bool dc_is_formula_source(const dc_facts *facts);

// The LaTeX that the page gives for the formula, or made of its MathML; "" when it has none.
dc_str dc_formula_tex(const dc_tree *tree, uint32_t node);

#endif
