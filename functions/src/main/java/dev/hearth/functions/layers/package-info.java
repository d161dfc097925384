/// Layers: archives that functions share, merged into `/opt` of their sandboxes.
///
/// Start with [dev.hearth.functions.layers.LayerOperations] for Lambda's operations, and with
/// [dev.hearth.functions.layers.AttachedLayers] for how a function comes to use layers. SQL is in
/// [dev.hearth.functions.layers.LayerTables]; archives are kept with those of functions, in `code`.
/// This package must not know how a sandbox shows a layer.
@NullMarked
package dev.hearth.functions.layers;

import org.jspecify.annotations.NullMarked;
