package dev.roomlog.support;

import org.springframework.context.ConfigurableApplicationContext;

import tools.jackson.databind.json.JsonMapper;

/** A second instance beside the one that all tests share. */
public record OtherService(ConfigurableApplicationContext context) implements AutoCloseable {

    public Http http() {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return new Http("http://127.0.0.1:" + port, context.getBean(JsonMapper.class), null);
    }

    @Override
    public void close() {
        context.close();
    }
}
