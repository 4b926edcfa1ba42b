package io.waybill.api.server;

import io.waybill.api.http.Answer;
import io.waybill.api.http.AnswerJson;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.FailureListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Teaches Spring MVC and Tomcat the habits of every route: controllers take an {@link Exchange} and return an
 * {@link Answer}.
 */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {
    @Bean
    RequestIds requestIds(InstantSource clock) {
        return new RequestIds(clock, new SecureRandom());
    }

    @Bean
    AnswerJson answerJson() {
        return new AnswerJson();
    }

    @Bean
    AnswerWriter answerWriter(AnswerJson json, FailureListener listener) {
        return new AnswerWriter(json, listener);
    }

    @Bean
    FilterRegistrationBean<ExchangeFilter> exchangeFilter(RequestIds ids, AnswerWriter answers) {
        FilterRegistrationBean<ExchangeFilter> registration =
                new FilterRegistrationBean<>(new ExchangeFilter(ids, answers));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> ownErrors(
            RequestIds ids, AnswerWriter answers, AnswerJson json) {
        return factory -> {
            factory.addConnectorCustomizers(connector -> UnreadableRequests.answerOn(connector, json, ids));
            factory.addContextCustomizers(context -> {
                StandardHost host = (StandardHost) context.getParent();
                host.setErrorReportValveClass(JsonErrorValve.class.getName());
                host.getPipeline().addValve(new JsonErrorValve(ids, answers));
            });
        };
    }

    @Bean
    WebMvcConfigurer answers(AnswerWriter answers) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new ExchangeArgument());
            }

            @Override
            public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
                handlers.add(new AnswerReturned(answers));
            }

            @Override
            public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
                resolvers.addFirst((request, response, _, e) -> failed(answers, request, response, e));
            }
        };
    }

    private static ModelAndView failed(
            AnswerWriter answers, HttpServletRequest request, HttpServletResponse response, Exception e) {
        Exchange exchange = Exchange.of(request);
        answers.write(exchange, response, new Answer.Failed(Failures.of(e, exchange)));
        return new ModelAndView();
    }

    private static final class ExchangeArgument implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Exchange.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return Exchange.of(request(request));
        }
    }

    private record AnswerReturned(AnswerWriter answers) implements HandlerMethodReturnValueHandler {
        @Override
        public boolean supportsReturnType(MethodParameter returnType) {
            return Answer.class.isAssignableFrom(returnType.getParameterType());
        }

        @Override
        public void handleReturnValue(
                @Nullable Object returned,
                MethodParameter returnType,
                ModelAndViewContainer container,
                NativeWebRequest request) {
            container.setRequestHandled(true);
            HttpServletResponse response = request.getNativeResponse(HttpServletResponse.class);
            if (returned instanceof Answer answer && response != null) {
                answers.write(Exchange.of(request(request)), response, answer);
            }
        }
    }

    private static HttpServletRequest request(NativeWebRequest request) {
        HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
        if (servletRequest == null) {
            throw new IllegalStateException("not a servlet request");
        }
        return servletRequest;
    }
}
