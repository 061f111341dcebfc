# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-License-Identifier: GPL-2.0-or-later
tables-writers := $(addprefix src/tables/,table_buffer.c cbtable.c acpi.c smbios.c pirq.c)
tables-flags := -Iutil/cbmem

tables/table_buffer_test-src := $(tables-writers)
tables/acpi_test-src := $(tables-writers)
tables/smbios_test-src := $(tables-writers)
tables/pirq_test-src := $(tables-writers)
tables/cbtable_test-src := $(tables-writers) util/cbmem/reader.c util/cbmem/memory.c \
	util/cbmem/print.c util/cbmem/names.c
tables/cbmem_test-src := $(tables-writers) util/cbmem/reader.c util/cbmem/memory.c
tables/nvramtool_test-src :=
