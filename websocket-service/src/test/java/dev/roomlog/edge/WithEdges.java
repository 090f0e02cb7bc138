package dev.roomlog.edge;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Gives every test class the same broker and edges; they end with the last class. */
final class WithEdges implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Edges.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(WithEdges.class))
                .computeIfAbsent(Edges.class, _ -> start());
    }

    private static Edges start() {
        try {
            return new Edges();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
