/// Container images: found in OCI layouts and registries, unpacked once, kept beside code packages.
///
/// Start with [dev.hearth.functions.images.ImageStore]; [dev.hearth.functions.images.ImageSources]
/// is what the operator allows. A layer of an image is unpacked by
/// [dev.hearth.functions.images.LayerUnpacker], which trusts nothing in it, and kept by its digest;
/// [dev.hearth.functions.images.RootTree] lays the layers of an image over each other by hard
/// links, so that images share what they have in common. This package must not know functions or
/// SQL.
@NullMarked
package dev.hearth.functions.images;

import org.jspecify.annotations.NullMarked;
