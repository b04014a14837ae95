# The floors: what they may need, and that the build stops what goes up.
#
#   cmake -D source=DIR -D floors=FILE -D compiler=CC -D generator=NAME -D scratch=DIR
#         -P layers.cmake
cmake_minimum_required(VERSION 3.22)

# What each floor may need. A floor that needs less is welcome.
set(may_base "")
set(may_html base)
set(may_blocks base html)
set(may_clean base blocks)
set(may_meta base html blocks)
set(may_render base blocks)
set(may_fetch base)
set(may_pipeline base html blocks clean meta render fetch)
set(may_api base html blocks clean meta render fetch pipeline)

set(found 0)
macro(bad)
    message("${ARGV}")
    math(EXPR found "${found} + 1")
endmacro()

# The top level stays as it is. Build folders are nobody's business.
file(GLOB top RELATIVE ${source} ${source}/*)
foreach(name ${top})
    if(NOT name MATCHES "^(CMakeLists[.]txt|README[.]md|LICENSE|include|plugin|fixtures|tests|build.*|compile_commands[.]json|[.].*)$")
        bad("${name}: not at the top level")
    endif()
endforeach()

# Every folder of sources is a floor, or one of the two that see public headers only.
file(STRINGS ${floors} lines)
set(declared "")
foreach(line IN LISTS lines)
    string(REGEX MATCH "^([a-z]+):" _ "${line}")
    list(APPEND declared ${CMAKE_MATCH_1})
endforeach()
file(GLOB sources RELATIVE ${source}/plugin ${source}/plugin/*/*.c)
foreach(file ${sources})
    get_filename_component(folder ${file} DIRECTORY)
    if(NOT folder IN_LIST declared AND NOT folder MATCHES "^(cli|module|tools)$")
        bad("plugin/${file}: ${folder} is not declared as a floor")
    endif()
endforeach()

# floors.txt holds lines "name: need;need"; file(STRINGS) must not take them apart.
file(READ ${floors} text)
string(REPLACE ";" " " text "${text}")
string(REGEX MATCHALL "[^\n]+" lines "${text}")
foreach(line IN LISTS lines)
    string(REGEX MATCH "^([a-z]+): *(.*)$" _ "${line}")
    set(floor ${CMAKE_MATCH_1})
    separate_arguments(needs UNIX_COMMAND "${CMAKE_MATCH_2}")
    if(NOT DEFINED may_${floor})
        bad("${floor}: this floor is not in the plan")
    endif()
    foreach(need ${needs})
        if(NOT need IN_LIST may_${floor})
            bad("${floor} may not need ${need}")
        endif()
    endforeach()
endforeach()

# A small house built with our own rules, right and wrong. Only the wrong parts may fail.
file(REMOVE_RECURSE ${scratch})
file(WRITE ${scratch}/low/low.h "int dc_low(void);\n")
file(WRITE ${scratch}/low/low.c "#include \"low/low.h\"\nint dc_low(void)\n{\n    return 1;\n}\n")
file(WRITE ${scratch}/high/high.h "int dc_high(void);\n")
file(WRITE ${scratch}/high/high.c "#include \"high/high.h\"\n#include \"low/low.h\"\n"
    "int dc_high(void)\n{\n    return dc_low();\n}\n")
file(WRITE ${scratch}/upinclude/upinclude.c "#include \"high/high.h\"\n"
    "int dc_upinclude(void);\nint dc_upinclude(void)\n{\n    return 0;\n}\n")
file(WRITE ${scratch}/upcall/upcall.c "int dc_high(void);\nint dc_upcall(void);\n"
    "int dc_upcall(void)\n{\n    return dc_high();\n}\n")
file(WRITE ${scratch}/include/decant/decant.h "int decant_public(void);\n")
file(WRITE ${scratch}/cli/good.c "#include <decant/decant.h>\nint main(void)\n{\n    return 0;\n}\n")
file(WRITE ${scratch}/cli/nosy.c "#include \"low/low.h\"\nint main(void)\n{\n    return 0;\n}\n")
file(WRITE ${scratch}/cli/caller.c "int dc_low(void);\nint main(void)\n{\n    return dc_low();\n}\n")
file(WRITE ${scratch}/CMakeLists.txt "cmake_minimum_required(VERSION 3.22)
project(house LANGUAGES C)
include(GNUInstallDirs)
find_package(Threads REQUIRED)
include(${source}/plugin/cmake/flags.cmake)
include(${source}/plugin/cmake/floors.cmake)
include(${source}/plugin/cmake/targets.cmake)
decant_floor(low SOURCES low.c)
decant_floor(high SOURCES high.c NEEDS low)
decant_library()
decant_program(good SOURCES good.c)
decant_program(nosy SOURCES nosy.c)
decant_program(caller SOURCES caller.c)
decant_floor(upinclude SOURCES upinclude.c NEEDS low)
decant_floor(upcall SOURCES upcall.c NEEDS low)
")

execute_process(COMMAND ${CMAKE_COMMAND} -G ${generator} -S ${scratch} -B ${scratch}/build
    -DCMAKE_C_COMPILER=${compiler} -DCMAKE_BUILD_TYPE=RelWithDebInfo
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(status)
    message(FATAL_ERROR "the small house does not configure:\n${output}")
endif()

# expect(TARGET good) or expect(TARGET bad MESSAGE): a wrong part fails for the right reason.
function(expect target wanted)
    execute_process(COMMAND ${CMAKE_COMMAND} --build ${scratch}/build --target ${target}
        RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(wanted STREQUAL "good")
        if(status)
            message(FATAL_ERROR "${target} must build, and does not:\n${output}")
        endif()
    elseif(NOT status)
        message(FATAL_ERROR "${target} must not build, and does")
    elseif(NOT output MATCHES "${ARGV2}")
        message(FATAL_ERROR "${target} fails, but without \"${ARGV2}\":\n${output}")
    endif()
endfunction()

expect(closed_low good)
expect(closed_high good)
expect(good good)
expect(closed_upinclude bad "high/high.h")
expect(closed_upcall bad "dc_high")
expect(nosy bad "low/low.h")
expect(caller bad "dc_low")

if(found)
    message(FATAL_ERROR "${found} floors out of plan")
endif()
message("floors: ${declared}")
