# The program that learns clean/model.inc from pages whose text is known, where libxgboost is there.
#
#     ninja -C build train && build/bin/train plugin/clean/model.inc CORPUS...
find_path(XGBOOST_INCLUDE xgboost/c_api.h)
find_library(XGBOOST_LIBRARY xgboost)
if(NOT XGBOOST_INCLUDE OR NOT XGBOOST_LIBRARY)
    return()
endif()
set(learning align boost corpus counts overlap report train write)
list(TRANSFORM learning PREPEND tools/train/)
list(TRANSFORM learning APPEND .c)
# It must build when the features have changed and the model does not fit them yet.
get_target_property(cleaning floor_clean SOURCES)
list(FILTER cleaning EXCLUDE REGEX "/(clean|influence|shipped)\\.c$")
add_executable(train EXCLUDE_FROM_ALL ${learning} ${cleaning})
foreach(floor base html blocks)
    target_sources(train PRIVATE $<TARGET_OBJECTS:floor_${floor}>)
endforeach()
get_target_property(libs floor_clean DECANT_LIBS)
target_include_directories(train PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
target_include_directories(train SYSTEM PRIVATE ${XGBOOST_INCLUDE})
target_link_libraries(train PRIVATE ${libs} ${XGBOOST_LIBRARY} PkgConfig::JANSSON PkgConfig::ZLIB m)
set_target_properties(train PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
decant_flags(train)
