# The runner must fail when it should, accept when asked, and then pass. RUN_PAGES and ROOT are given.
function(run expected)
    execute_process(COMMAND ${RUN_PAGES} --root ${ROOT} ${ARGN}
        RESULT_VARIABLE result OUTPUT_VARIABLE printed ERROR_VARIABLE printed)
    if(NOT result EQUAL expected)
        message(FATAL_ERROR "run_pages ${ARGN}: exit ${result}, not ${expected}:\n${printed}")
    endif()
    set(printed "${printed}" PARENT_SCOPE)
endfunction()

function(expect_file name content)
    file(READ ${ROOT}/${name} found)
    if(NOT found STREQUAL content)
        message(FATAL_ERROR "${name} holds:\n${found}\nnot:\n${content}")
    endif()
endfunction()

set(sentence "A sentence that is long enough to be read by anybody, with a comma and an end.")
file(REMOVE_RECURSE ${ROOT})
file(WRITE ${ROOT}/pages/a--page/source.html "<title>A</title><p>${sentence}</p>")
file(WRITE ${ROOT}/cases/two.txt "<p>${sentence}</p>\n.\n${sentence}\n.\nRight.\n\n"
    "<p>${sentence}</p>\n.\nwrong\n.\nWrong.\n")

run(1) # nothing is expected yet, and a case is wrong
run(1 pages/a--page)
run(0 cases/two.txt:1)
run(1 cases/two.txt:2)
if(NOT printed MATCHES "-wrong" OR NOT printed MATCHES "[+]${sentence}")
    message(FATAL_ERROR "no difference shown:\n${printed}")
endif()
expect_file(cases/two.txt "<p>${sentence}</p>\n.\n${sentence}\n.\nRight.\n\n<p>${sentence}</p>\n.\nwrong\n.\nWrong.\n")

run(0 --accept)
run(0)
expect_file(pages/a--page/expected.txt "${sentence}\n")
expect_file(cases/two.txt
    "<p>${sentence}</p>\n.\n${sentence}\n.\nRight.\n\n<p>${sentence}</p>\n.\n${sentence}\n.\nWrong.\n")

file(WRITE ${ROOT}/pages/a--page/expected.txt "${sentence}")
run(1 fixtures/pages/a--page/) # a line end less; a name as a shell completes it

# What is no fixture is an error, not a test that passes.
run(2 cases/two.txt:3)
run(2 pages/none)
file(WRITE ${ROOT}/cases/torn.txt "<p>${sentence}</p>\n.\n${sentence}\n")
run(2 cases/torn.txt)
file(MAKE_DIRECTORY ${ROOT}/pages/empty)
run(2 pages)
