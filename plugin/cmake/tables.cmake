# decant_table(NAME FLOOR): the program tools/NAME.c makes FLOOR/NAME.inc from data/NAME.tsv. The .inc is
# checked in, so nobody needs the program to build; `ninja tables` writes it anew, a test compares.
if(DECANT_TESTS)
    add_custom_target(tables)
endif()

function(decant_table name floor)
    if(NOT DECANT_TESTS)
        return()
    endif()
    set(here ${CMAKE_CURRENT_SOURCE_DIR})
    add_executable(make_${name} tools/${name}.c)
    decant_flags(make_${name})
    set_target_properties(make_${name} PROPERTIES DECANT_DATA ${here}/data/${name}.tsv
        DECANT_TABLE ${here}/${floor}/${name}.inc)
    add_custom_target(table_${name}
        COMMAND make_${name} ${here}/data/${name}.tsv ${here}/${floor}/${name}.inc)
    add_dependencies(tables table_${name})
endfunction()
