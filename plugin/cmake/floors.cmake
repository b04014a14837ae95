# decant_floor(NAME SOURCES file... [NEEDS floor...] [LIBS target...])
#
# One floor is one object library. Its include path is a view of links to the floors it needs, so an
# upward include finds no file; and a shared object of just these floors is linked with no undefined
# symbol allowed, so an upward call fails to link.
set(DECANT_FLOORS "" CACHE INTERNAL "")

function(decant_floor name)
    cmake_parse_arguments(FLOOR "" "" "SOURCES;NEEDS;LIBS" ${ARGN})
    set(view ${CMAKE_BINARY_DIR}/view/${name})
    file(REMOVE_RECURSE ${view})
    file(MAKE_DIRECTORY ${view})
    foreach(seen ${name} ${FLOOR_NEEDS})
        file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${seen} ${view}/${seen} SYMBOLIC)
    endforeach()
    list(TRANSFORM FLOOR_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/${name}/)
    add_library(floor_${name} OBJECT ${FLOOR_SOURCES})
    target_include_directories(floor_${name} PRIVATE ${view} ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(floor_${name} PUBLIC ${FLOOR_LIBS})
    decant_flags(floor_${name})

    add_library(closed_${name} SHARED $<TARGET_OBJECTS:floor_${name}>)
    set(libs ${FLOOR_LIBS})
    foreach(below ${FLOOR_NEEDS})
        target_sources(closed_${name} PRIVATE $<TARGET_OBJECTS:floor_${below}>)
        get_target_property(more floor_${below} DECANT_LIBS)
        list(APPEND libs ${more})
    endforeach()
    list(REMOVE_DUPLICATES libs)
    set_target_properties(floor_${name} PROPERTIES DECANT_LIBS "${libs}" DECANT_NEEDS "${FLOOR_NEEDS}")
    set_target_properties(closed_${name} PROPERTIES LINKER_LANGUAGE C
        LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/closed)
    target_link_libraries(closed_${name} PRIVATE ${libs})
    if(NOT DECANT_SANITIZE)
        target_link_options(closed_${name} PRIVATE -Wl,-z,defs)
    endif()
    decant_flags(closed_${name})
    set(DECANT_FLOORS ${DECANT_FLOORS} ${name} CACHE INTERNAL "")
endfunction()
