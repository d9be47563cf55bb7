package io.ganchang.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A request without a connection: takes head and body of its reply, and drops them. Being proxies, its request and response
 * cost a few hundred bytes a reply of their own, the same for every way to reply.
 */
final class ReplySink {
    private final HttpServerResponse response = proxy(HttpServerResponse.class, this::respond);
    private final HttpServerRequest request = proxy(HttpServerRequest.class, this::ask);
    private int bodyBytes;

    HttpServerRequest request() {
        return request;
    }

    /** How long the bodies of all replies were together. */
    int bodyBytes() {
        return bodyBytes;
    }

    private Object ask(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        if (method.getName().equals("response")) {
            return response;
        }
        throw new UnsupportedOperationException("a reply asks its request for " + method.getName());
    }

    private @Nullable Object respond(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        if (method.getName().equals("end") && arguments != null && arguments[0] instanceof Buffer body) {
            bodyBytes += body.length();
        }
        Class<?> wanted = method.getReturnType();
        if (wanted == HttpServerResponse.class) {
            return response;
        }
        if (method.getName().equals("headers")) {
            return HttpHeaders.headers();
        }
        return wanted == boolean.class ? Boolean.FALSE : null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(ReplySink.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
