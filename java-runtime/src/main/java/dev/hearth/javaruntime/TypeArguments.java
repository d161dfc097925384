package dev.hearth.javaruntime;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what a class has in place of the type variables of an interface that it implements.
final class TypeArguments {
  private TypeArguments() {}

  /// @return one for each variable of `wanted`, `Object` where the class leaves it open; null where
  ///   it does not implement it
  static Type @Nullable [] of(Class<?> type, Class<?> wanted) {
    return of(type, new HashMap<>(), wanted);
  }

  private static Type @Nullable [] of(
      @Nullable Type type, Map<TypeVariable<?>, Type> known, Class<?> wanted) {
    if (type == null) {
      return null;
    }
    var raw = type instanceof ParameterizedType ? ((ParameterizedType) type).getRawType() : type;
    if (!(raw instanceof Class<?>) || !wanted.isAssignableFrom((Class<?>) raw)) {
      return null;
    }
    var variables = ((Class<?>) raw).getTypeParameters();
    var values = new Type[variables.length];
    for (int i = 0; i < variables.length; i++) {
      values[i] =
          type instanceof ParameterizedType
              ? resolved(((ParameterizedType) type).getActualTypeArguments()[i], known)
              : variables[i].getBounds()[0];
      known.put(variables[i], values[i]);
    }
    if (raw.equals(wanted)) {
      return values;
    }
    var found = of(((Class<?>) raw).getGenericSuperclass(), known, wanted);
    for (var each : ((Class<?>) raw).getGenericInterfaces()) {
      found = found == null ? of(each, known, wanted) : found;
    }
    return found;
  }

  private static Type resolved(Type type, Map<TypeVariable<?>, Type> known) {
    return type instanceof TypeVariable<?>
        ? known.getOrDefault(type, ((TypeVariable<?>) type).getBounds()[0])
        : type;
  }
}
