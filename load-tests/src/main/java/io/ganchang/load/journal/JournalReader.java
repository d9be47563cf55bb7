package io.ganchang.load.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a finished journal. */
public final class JournalReader {
    private JournalReader() {}

    /** All lines of {@code path}, in the order of writing. */
    public static List<JournalEntry> read(Path path) throws IOException {
        ObjectReader json = new ObjectMapper().readerFor(JournalEntry.class);
        List<JournalEntry> entries = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                entries.add(json.readValue(line));
            }
        }
        return entries;
    }
}
