# Words that the source may not hold, where they are allowed after all, and why.
#
#   cmake -D source=DIR -P banned.cmake      looks at DIR/plugin
cmake_minimum_required(VERSION 3.22)

# Comments and strings become blanks: they may speak of anything. The name of an include stays.
# Semicolons and brackets would be read by CMake and matter to no rule.
function(code_of file out)
    file(READ ${source}/plugin/${file} text)
    string(REGEX REPLACE "[];[]" " " text "${text}")
    string(REGEX REPLACE "\\\\(.)" " " text "${text}")
    string(REGEX REPLACE "/[*]([^*]|[*]+[^*/])*[*]+/" " " text "${text}")
    string(REGEX REPLACE "//[^\n]*" "" text "${text}")
    string(REGEX REPLACE "(# *include *)\"([^\"\n]*)\"" "\\1'\\2'" text "${text}")
    string(REGEX REPLACE "\"[^\"\n]*\"" "''" text "${text}")
    set(${out} "\n${text}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${source}/plugin ${source}/plugin/*.[ch])
if(NOT files)
    message(FATAL_ERROR "no source files under ${source}/plugin")
endif()
foreach(file ${files})
    code_of(${file} code_${file})
endforeach()
set(found 0)

# ban_lines(PATTERN ALLOWED REASON): no line may match, but in files whose path matches ALLOWED.
macro(ban_lines pattern allowed reason)
    foreach(file ${files})
        if(NOT "${allowed}" STREQUAL "" AND file MATCHES "${allowed}")
            continue()
        endif()
        if(NOT code_${file} MATCHES "${pattern}")
            continue() # finding the line is slow, knowing that there is none is not
        endif()
        string(REGEX MATCHALL "[^\n]*${pattern}[^\n]*" lines "${code_${file}}")
        foreach(line IN LISTS lines)
            string(STRIP "${line}" line)
            message("plugin/${file}: ${line}\n    ${reason}")
            math(EXPR found "${found} + 1")
        endforeach()
    endforeach()
endmacro()

# ban(WORDS ALLOWED REASON): calls. Words stand alone, page_free is not free; members are ours.
macro(ban words allowed reason)
    ban_lines("[^A-Za-z0-9_.>](${words}) *[(]" "${allowed}" "${reason}")
endmacro()

ban("strcpy|strcat|strncpy|stpcpy|v?sprintf|gets" "" "does not know how large its target is")
ban("strtok|strtok_r" "" "writes into its input")
ban("atoi|atol|atoll|atof" "" "cannot tell 0 from an error")
ban("alloca|rand|srand|system|popen|tmpnam|tempnam|mktemp" "" "unsafe")
ban("malloc|calloc|realloc|reallocarray|free|strdup|strndup|v?asprintf" "^base/mem[.]c$|^cli/|^tools/"
    "memory comes from base/mem.h, so that a caller's allocator sees all of it")
ban("printf|fprintf|vprintf|vfprintf|dprintf|puts|fputs|putchar|fwrite|perror" "^cli/|^tools/"
    "the library never prints")
ban("abort|exit|_exit|_Exit|quick_exit" "^cli/|^tools/" "the library never ends the process")
ban("setlocale|signal|sigaction" "^cli/" "belongs to the process")
ban("setjmp|longjmp|sigsetjmp|siglongjmp" "^base/guard[.]c$" "jumps stay in base/guard.c")
ban_lines("# *include *<setjmp[.]h>" "^base/guard[.]c$" "jumps stay in base/guard.c")
ban_lines("# *include *<stdio[.]h>" "^cli/|^tools/|^pipeline/(shelf|store)[.]c$"
    "the library uses no stdio; rename() is declared there")
ban_lines("# *include *'[.][.]?/" "" "goes around the include path of its floor")

if(found)
    message(FATAL_ERROR "${found} banned lines")
endif()
list(LENGTH files n)
message("${n} files, nothing banned")
