package dev.roomlog.gateway.error;

import dev.roomlog.events.RefusalCode;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** What of a request's head is refused although, or because, the codec has read it. */
final class RequestHead {

    /** Services take 100, and what the gateway adds. */
    private static final int MAX_HEADERS = 64;

    private RequestHead() {}

    static @Nullable Refusal refusalFor(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return switch (request.decoderResult().cause()) {
                case TooLongHttpLineException _ -> tooLarge("The address is too long.");
                case TooLongHttpHeaderException _ -> tooLarge("The headers are too large.");
                default -> invalid("This is not valid HTTP.");
            };
        }
        HttpHeaders headers = request.headers();
        if (headers.size() > MAX_HEADERS) {
            return tooLarge("A request may have " + MAX_HEADERS + " headers, no more.");
        }
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && !request.protocolVersion().equals(HttpVersion.HTTP_1_0))) {
            return invalid("One Host is needed.");
        }
        if (!expectsWhatIsKnown(headers.getAll(HttpHeaderNames.EXPECT))) {
            return invalid("Of expectations only 100-continue is known.");
        }
        try {
            URI _ = new URI(request.uri());
            return null;
        } catch (URISyntaxException e) {
            // The sender learns all there is to learn; e would only repeat the address.
            return invalid("The address is not a valid URI.");
        }
    }

    private static boolean expectsWhatIsKnown(List<String> expectations) {
        return expectations.stream().allMatch(HttpHeaderValues.CONTINUE::contentEqualsIgnoreCase);
    }

    private static Refusal tooLarge(String detail) {
        return Refusal.of(RefusalCode.TOO_LARGE, detail);
    }

    private static Refusal invalid(String detail) {
        return Refusal.of(RefusalCode.INVALID_REQUEST, detail);
    }
}
