# gumbo is linked statically and made private: a failed assertion inside it must not abort the host, so
# our copy of the archive calls dc_gumbo_assert instead of __assert_fail.
pkg_check_modules(GUMBO REQUIRED IMPORTED_TARGET gumbo)
find_library(GUMBO_ARCHIVE NAMES libgumbo.a HINTS ${GUMBO_LIBRARY_DIRS})
add_library(decant_gumbo INTERFACE)
if(NOT GUMBO_ARCHIVE OR NOT CMAKE_OBJCOPY)
    message(WARNING "no libgumbo.a or no objcopy: the shared gumbo is used, and aborts the process on "
        "the few pages that fail one of its assertions")
    target_link_libraries(decant_gumbo INTERFACE PkgConfig::GUMBO)
    return()
endif()
set(GUMBO_PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/libgumbo_private.a)
add_custom_command(OUTPUT ${GUMBO_PRIVATE}
    COMMAND ${CMAKE_OBJCOPY} --redefine-sym __assert_fail=dc_gumbo_assert ${GUMBO_ARCHIVE} ${GUMBO_PRIVATE}
    DEPENDS ${GUMBO_ARCHIVE}
    COMMENT "gumbo: assertions leave the parser, not the process")
add_custom_target(gumbo_private DEPENDS ${GUMBO_PRIVATE})
add_dependencies(decant_gumbo gumbo_private)
target_include_directories(decant_gumbo SYSTEM INTERFACE ${GUMBO_INCLUDE_DIRS})
target_link_libraries(decant_gumbo INTERFACE ${GUMBO_PRIVATE} -Wl,--exclude-libs,libgumbo_private.a)
