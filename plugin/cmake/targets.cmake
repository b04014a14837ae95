# What is made of the floors: the library, the shared object, the program; and their installation.

set(DECANT_PLUGIN_DIR ${CMAKE_INSTALL_LIBDIR}/decant)

# decant_library(): libdecant of all floors. It exports what include/decant declares.
function(decant_library)
    add_library(decant_lib SHARED)
    decant_use_floors(decant_lib)
    decant_flags(decant_lib)
    target_include_directories(decant_lib INTERFACE
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    set_target_properties(decant_lib PROPERTIES OUTPUT_NAME decant EXPORT_NAME decant
        VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
        LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
    if(NOT DECANT_SANITIZE AND NOT APPLE)
        target_link_options(decant_lib PRIVATE -Wl,-z,defs,--as-needed,--exclude-libs,ALL)
    endif()
endfunction()

# decant_program(NAME SOURCES file...): plugin/cli on libdecant. It sees the public headers alone.
function(decant_program name)
    cmake_parse_arguments(PROGRAM "" "" "SOURCES" ${ARGN})
    list(TRANSFORM PROGRAM_SOURCES PREPEND cli/)
    add_executable(${name} ${PROGRAM_SOURCES})
    target_link_libraries(${name} PRIVATE decant_lib)
    decant_flags(${name})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()

# decant_manual(): the manual pages by scdoc, the options of the first and the completions by the program
# itself, from its table of options.
function(decant_manual)
    find_program(SCDOC scdoc)
    set(man ${CMAKE_CURRENT_BINARY_DIR}/man)
    set(from ${CMAKE_CURRENT_SOURCE_DIR}/man)
    file(MAKE_DIRECTORY ${man})
    set(made "")
    foreach(shell bash zsh fish)
        add_custom_command(OUTPUT ${man}/decant.${shell} VERBATIM DEPENDS decant
            COMMAND sh -c "\"$1\" --completion ${shell} >\"$2\"" sh $<TARGET_FILE:decant> ${man}/decant.${shell})
        list(APPEND made ${man}/decant.${shell})
    endforeach()
    install(FILES ${man}/decant.bash RENAME decant DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
    install(FILES ${man}/decant.zsh RENAME _decant DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
    install(FILES ${man}/decant.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
    if(SCDOC)
        add_custom_command(OUTPUT ${man}/decant.1.scd VERBATIM DEPENDS decant ${from}/decant.1.scd.in
            COMMAND sh -c "\"$1\" --completion man >\"$2.options\" && sed -e \"/@OPTIONS@/{r $2.options\" -e d -e '}' \"$3\" >\"$2\""
                sh $<TARGET_FILE:decant> ${man}/decant.1.scd ${from}/decant.1.scd.in)
        foreach(page decant.1 decant-explain.1 libdecant.3 decant-metadata.5 decant-phrases.5)
            set(source ${from}/${page}.scd)
            if(page STREQUAL decant.1)
                set(source ${man}/decant.1.scd)
            endif()
            add_custom_command(OUTPUT ${man}/${page} VERBATIM DEPENDS ${source}
                COMMAND sh -c "\"$1\" <\"$2\" >\"$3\"" sh ${SCDOC} ${source} ${man}/${page})
            list(APPEND made ${man}/${page})
            string(REGEX MATCH "[0-9]$" section ${page})
            install(FILES ${man}/${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
        endforeach()
    else()
        message(STATUS "no scdoc: no manual pages")
    endif()
    add_custom_target(manual ALL DEPENDS ${made})
endfunction()

# decant_module(SOURCES file... EXPORTS symbol...): plugin/module with the floors inside, one file that
# a host loads. Floors come from an archive, so that what the module does not call stays out.
function(decant_module)
    cmake_parse_arguments(MODULE "" "" "SOURCES;EXPORTS;LIBS" ${ARGN})
    add_library(decant_floors STATIC)
    decant_use_floors(decant_floors)
    decant_flags(decant_floors)
    list(TRANSFORM MODULE_SOURCES PREPEND module/)
    add_library(decant_module MODULE ${MODULE_SOURCES})
    target_include_directories(decant_module PRIVATE ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(decant_module PRIVATE decant_floors ${MODULE_LIBS})
    decant_flags(decant_module)
    set_target_properties(decant_module PROPERTIES PREFIX "" OUTPUT_NAME decant SUFFIX .so
        LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/module)
    if(APPLE)
        return()
    endif()
    list(JOIN MODULE_EXPORTS "; " names)
    set(script ${CMAKE_CURRENT_BINARY_DIR}/module.version)
    file(CONFIGURE OUTPUT ${script} CONTENT "{ global: ${names}; local: *; };\n")
    target_link_options(decant_module PRIVATE -Wl,--as-needed,--version-script=${script})
    set_target_properties(decant_module PROPERTIES LINK_DEPENDS ${script})
    if(NOT DECANT_SANITIZE)
        target_link_options(decant_module PRIVATE -Wl,-z,defs)
    endif()
endfunction()

# decant_install(): what was made so far, headers, decant.pc, the CMake package decant::decant.
function(decant_install)
    include(CMakePackageConfigHelpers)
    set(package ${CMAKE_INSTALL_LIBDIR}/cmake/decant)
    install(TARGETS decant_lib EXPORT decant LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
    if(TARGET decant)
        install(TARGETS decant RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    endif()
    if(TARGET decant_module)
        install(TARGETS decant_module LIBRARY DESTINATION ${DECANT_PLUGIN_DIR})
    endif()
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/decant DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")
    install(FILES ${PROJECT_SOURCE_DIR}/LICENSE NOTICE DESTINATION ${CMAKE_INSTALL_DOCDIR})
    install(FILES data/record.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/decant)

    # The way from decant.pc up to the prefix, so that the tree may be moved.
    file(RELATIVE_PATH up /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
    string(REGEX REPLACE "/$" "" up ${up})
    configure_file(cmake/decant.pc.in decant.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/decant.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
    install(EXPORT decant FILE decant-config.cmake NAMESPACE decant:: DESTINATION ${package})
    write_basic_package_version_file(decant-config-version.cmake COMPATIBILITY SameMinorVersion)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/decant-config-version.cmake DESTINATION ${package})
endfunction()
