package io.muzero.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForwardingModelTest {
  private static final Map<Class<?>, Object> ZERO = Map.of(int.class, 0, boolean.class, false);

  /** One that were not handed on would be answered by the default, and nobody would notice. */
  @Test
  void everyCall_isHandedOn() throws ReflectiveOperationException {
    List<Method> called = new ArrayList<>();
    MuZeroModel inner =
        (MuZeroModel)
            Proxy.newProxyInstance(
                MuZeroModel.class.getClassLoader(),
                new Class<?>[] {MuZeroModel.class},
                (proxy, method, arguments) -> {
                  called.add(method);
                  return ZERO.get(method.getReturnType());
                });
    MuZeroModel model = new ForwardingModel(inner) {};

    for (Method method : MuZeroModel.class.getMethods()) {
      called.clear();
      call(model, method);
      assertThat(called).containsExactly(method);
    }
  }

  private static void call(MuZeroModel model, Method method) throws ReflectiveOperationException {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = ZERO.get(types[i]);
    }
    try {
      method.invoke(model, arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method + " is not handed on", e);
    }
  }
}
