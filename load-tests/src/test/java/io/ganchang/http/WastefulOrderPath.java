package io.ganchang.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.redis.PlaceOrders.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The same path with a mistake that is easily made: each body is read into a tree first. */
public class WastefulOrderPath extends OrderPathBench {
    private final ObjectMapper mapper = new ObjectMapper();
    public int fields;

    @Override
    Attempt attempt(byte[] header, byte[] body, String key) {
        try {
            fields += mapper.readTree(body).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return super.attempt(header, body, key);
    }
}
