/// What AWS's services look like on the wire: services, operations and errors from the index that
/// `wire-index` writes at build time, shapes and members from the SDK's model classes.
///
/// Start with [dev.hearth.wire.model.ServiceModel], which is read on first use, and
/// [dev.hearth.wire.model.Shape]. Only the classes of operations that are called are ever loaded.
/// This package must not know HTTP, nor how any protocol spells what it describes.
@NullMarked
package dev.hearth.wire.model;

import org.jspecify.annotations.NullMarked;
