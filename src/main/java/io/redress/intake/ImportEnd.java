package io.redress.intake;

import io.redress.core.CaseRef;
import io.redress.core.QualityEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ends an import once every row is a report or refused, and every report is judged; its file is then let go. */
@Component
class ImportEnd {

    private final ImportStore store;
    private final ImportFiles files;
    private final ApplicationEventPublisher events;

    ImportEnd(ImportStore store, ImportFiles files, ApplicationEventPublisher events) {
        this.store = store;
        this.files = files;
        this.events = events;
    }

    /** Nothing happens while something is left to do. */
    @Transactional
    void reached(UUID id) {
        if (!store.finish(id)) {
            return;
        }
        files.remove(id);
        ImportView.Counts counts = store.view(id).orElseThrow().counts();
        Map<String, String> details = new TreeMap<>();
        details.put("import", id.toString());
        details.put("read", Long.toString(counts.read()));
        details.put("created", Long.toString(counts.created()));
        details.put("known", Long.toString(counts.known()));
        details.put("differs", Long.toString(counts.differs()));
        details.put("refused", Long.toString(counts.refused()));
        details.put("promoted", Long.toString(counts.promoted()));
        details.put("feedback", Long.toString(counts.feedback()));
        events.publishEvent(
                QualityEvent.of(CaseRef.system("imports"), "import.done").with(details));
    }
}
