# The project speaks of itself alone: no file may name the machine or the folder it was written in.
#
#   cmake -D source=DIR -P words.cmake
cmake_minimum_required(VERSION 3.22)
find_program(GIT git)
if(GIT AND EXISTS ${source}/.git)
    execute_process(COMMAND ${GIT} -C ${source} ls-files --cached --others --exclude-standard
        OUTPUT_VARIABLE files RESULT_VARIABLE status ERROR_QUIET)
    string(REGEX REPLACE "\n" ";" files "${files}")
endif()
if(NOT files)
    file(GLOB_RECURSE files RELATIVE ${source} ${source}/include/* ${source}/plugin/* ${source}/tests/*
        ${source}/*.md ${source}/*.txt ${source}/.ci/* ${source}/.github/*)
endif()

# Written so that this file does not find itself.
set(words "(^|[^A-Za-z0-9_.})])/(wor[k]|roo[t]|hom[e]/[a-z]+)/|deb[.]debia[n]|snapsho[t]")
set(found 0)
foreach(file ${files})
    if(file MATCHES "^fixtures/" OR NOT EXISTS ${source}/${file} OR IS_DIRECTORY ${source}/${file})
        continue()
    endif()
    file(STRINGS ${source}/${file} lines REGEX "${words}")
    foreach(line IN LISTS lines)
        message("${file}: ${line}")
        math(EXPR found "${found} + 1")
    endforeach()
endforeach()
if(found)
    message(FATAL_ERROR "${found} lines name a place of work")
endif()
