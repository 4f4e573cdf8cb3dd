# SPDX-License-Identifier: Apache-2.0
# The Debian package: `cpack --config build/release/CPackConfig.cmake`.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "Gatewright <maintainers@gatewright.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION electronics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# simulate compiles the design: verilator brings no compiler.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "verilator, g++, make, yosys")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "iverilog, qflow-tech-osu018, opensta, nextpnr-ice40")
include(CPack)
