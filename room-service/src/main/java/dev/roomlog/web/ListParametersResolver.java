package dev.roomlog.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Fills in {@link PageRequest} and {@link Search}. */
final class ListParametersResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == PageRequest.class
                || parameter.getParameterType() == Search.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binder) {
        return parameter.getParameterType() == Search.class
                ? Search.of(new ListParameters(request.getParameterMap(), Search.PARAMETERS))
                : PageRequest.of(
                        new ListParameters(request.getParameterMap(), PageRequest.PARAMETERS));
    }
}
