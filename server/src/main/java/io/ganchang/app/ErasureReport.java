package io.ganchang.app;

import io.ganchang.dispatch.sink.file.FulfilmentFile;
import io.ganchang.domain.SessionId;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the erase command tells: what was done, what was refused, and where the data still are. */
final class ErasureReport {
    private final PrintWriter out;
    private final DataFolder folder;
    private final boolean dryRun;

    ErasureReport(PrintWriter out, DataFolder folder, boolean dryRun) {
        this.out = out;
        this.folder = folder;
        this.dryRun = dryRun;
    }

    /** @param logIsEmpty whether the ledger's log holds nothing of them any more */
    void print(ErasingRun run, boolean logIsEmpty) {
        out.println((dryRun ? "would erase" : "erased") + " the delivery data of " + run.erased() + " orders");
        run.refusals().forEach((what, why) -> out.println("  ! " + what + ' ' + why));
        if (run.erased() > 0) {
            out.println("what remains, and until when:");
            if (!logIsEmpty) {
                out.println(
                        "  the ledger's log, ledger.db-wal, until it is next emptied: when the server stops, or at a"
                                + " repeat of this command");
            }
            out.println("  Redis keeps the orders' events until their stream is trimmed behind the ledger, and its"
                    + " append-only file until it is next rewritten");
            run.sessions().forEach(this::printFile);
            out.println("  backups of the data folder, for as long as you keep them");
        }
        out.flush();
    }

    private void printFile(SessionId session) {
        Path file = FulfilmentFile.path(folder.fulfilment(), session);
        if (Files.exists(file)) {
            out.println("  " + file + ", which was written for those who pack and ship; delete it when they are done");
        }
    }
}
