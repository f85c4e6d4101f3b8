package io.redress.audit.web;

import io.redress.audit.Timeline;
import io.redress.core.CaseRef;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives the page of a case its timeline; cases do not depend on the audit module, their templates ask this bean. */
@Component("timelineView")
public class TimelineView {

    private static final int SIZE = 100;

    private final Timeline timeline;

    TimelineView(Timeline timeline) {
        this.timeline = timeline;
    }

    /**
     * @param after the sequence of the last entry seen, as it stands in the address; what is no number means the start
     */
    public Timeline.Page caseOf(String reference, @Nullable String after) {
        long from = 0;
        if (after != null && after.matches("\\d{1,12}")) {
            from = Long.parseLong(after);
        }
        return timeline.after(CaseRef.complaint(reference), from, SIZE, false);
    }
}
