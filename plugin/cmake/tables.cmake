if(DECANT_TESTS)
    add_custom_target(tables)
endif()

# decant_tool(NAME [SOURCES file...] [NEEDS floor...]): the program make_NAME of tools/NAME.c, with more
# sources and floors if it needs them.
function(decant_tool name)
    if(NOT DECANT_TESTS)
        return()
    endif()
    cmake_parse_arguments(TOOL "" "" "SOURCES;NEEDS" ${ARGN})
    add_executable(make_${name} tools/${name}.c ${TOOL_SOURCES})
    foreach(below ${TOOL_NEEDS})
        get_target_property(libs floor_${below} DECANT_LIBS)
        target_sources(make_${name} PRIVATE $<TARGET_OBJECTS:floor_${below}>)
        target_link_libraries(make_${name} PRIVATE ${libs})
        target_include_directories(make_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
    endforeach()
    decant_flags(make_${name})
endfunction()

# decant_table(NAME FLOOR [SOURCES file...] [NEEDS floor...]): the program tools/NAME.c makes FLOOR/NAME.inc
# from data/NAME.tsv. The .inc is checked in, so nobody needs the program to build; `ninja tables` writes it
# anew, a test compares.
function(decant_table name floor)
    if(NOT DECANT_TESTS)
        return()
    endif()
    decant_tool(${name} ${ARGN})
    set(here ${CMAKE_CURRENT_SOURCE_DIR})
    set_target_properties(make_${name} PROPERTIES DECANT_DATA ${here}/data/${name}.tsv
        DECANT_TABLE ${here}/${floor}/${name}.inc)
    add_custom_target(table_${name}
        COMMAND make_${name} ${here}/data/${name}.tsv ${here}/${floor}/${name}.inc)
    add_dependencies(tables table_${name})
endfunction()
