# decant_table(NAME FLOOR [SOURCES file...] [NEEDS floor...]): the program tools/NAME.c makes FLOOR/NAME.inc
# from data/NAME.tsv, with more sources and floors if it needs them. The .inc is checked in, so nobody needs
# the program to build; `ninja tables` writes it anew, a test compares.
if(DECANT_TESTS)
    add_custom_target(tables)
endif()

function(decant_table name floor)
    if(NOT DECANT_TESTS)
        return()
    endif()
    set(here ${CMAKE_CURRENT_SOURCE_DIR})
    cmake_parse_arguments(TABLE "" "" "SOURCES;NEEDS" ${ARGN})
    add_executable(make_${name} tools/${name}.c ${TABLE_SOURCES})
    foreach(below ${TABLE_NEEDS})
        get_target_property(libs floor_${below} DECANT_LIBS)
        target_sources(make_${name} PRIVATE $<TARGET_OBJECTS:floor_${below}>)
        target_link_libraries(make_${name} PRIVATE ${libs})
        target_include_directories(make_${name} PRIVATE ${here} ${PROJECT_SOURCE_DIR}/include)
    endforeach()
    decant_flags(make_${name})
    set_target_properties(make_${name} PROPERTIES DECANT_DATA ${here}/data/${name}.tsv
        DECANT_TABLE ${here}/${floor}/${name}.inc)
    add_custom_target(table_${name}
        COMMAND make_${name} ${here}/data/${name}.tsv ${here}/${floor}/${name}.inc)
    add_dependencies(tables table_${name})
endfunction()
