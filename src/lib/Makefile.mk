# The library: pure C, the same objects in every stage; the linker drops what a stage does not call.
bootblock-y += errors.o string.o xxhash.o cbfs.o fmap.o manifest.o
romstage-y += errors.o string.o xxhash.o checksum.o cbfs.o fmap.o manifest.o lz4.o
ramstage-y += errors.o string.o xxhash.o checksum.o cbfs.o fmap.o manifest.o lz4.o
bootblock-y += options.o
romstage-y += options.o
ramstage-y += options.o
