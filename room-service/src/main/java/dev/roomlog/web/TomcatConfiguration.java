package dev.roomlog.web;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

    /** After Boot's own, so that this one is nearest to the fault and reports it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports(Problems problems) {
        return factory ->
                factory.addContextCustomizers(context -> {
                    StandardHost host = (StandardHost) context.getParent();
                    host.setErrorReportValveClass(ProblemReports.class.getName());
                    host.getPipeline().addValve(new ProblemReports(problems));
                });
    }
}
