/// Build time: writes, for each AWS service, what the wire must know of it and what cannot be read
/// from the SDK's model classes at run time.
///
/// Start with [dev.hearth.wire.index.Indexer]. It joins three sources: the SDK's clients and
/// marshallers (methods, URIs, names, streaming kinds, error codes; private there, hence at build
/// time), the service models in AWS's `aws-java-sdk-models` (status codes, constraints), and our
/// own `corrections` where those models are silent or old. The result is two small text files for
/// each service, columns separated by tabs, beside this class:
///
/// ```
/// services.index      service  name signingName protocols apiVersion targetPrefix namespace validationCode
/// lambda.index        operation  name method uri status request response flags root needs
///                     error      code status class queryCode messageMember fault
///                     queryName  class member name key value
/// lambda.constraints  type       name min max pattern enum element key value sensitive
///                     structure  class [member required type]…
/// ```
///
/// `-` stands for nothing. None of these classes is needed at run time.
@NullMarked
package dev.hearth.wire.index;

import org.jspecify.annotations.NullMarked;
