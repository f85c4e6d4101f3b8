package io.redress.identity;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The people of the demonstration, all invented: one for each role, login name and password known to everybody. */
final class DemoPeople {

    static final String PASSWORD = "demo";

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private record Invented(String id, String name, String team, String role, String does) {}

    private static final Invented[] ALL = {
        new Invented("agent", "Ines Kaya", "customer-care", Roles.AGENTS, "takes complaints in"),
        new Invented("handler", "Hanno Petersen", "complaints", Roles.HANDLERS, "triages and answers"),
        new Invented("investigator", "Ivana Marek", "laboratory", Roles.INVESTIGATORS, "finds the cause"),
        new Invented("quality", "Quirin Adler", "quality", Roles.QUALITY, "approves answers"),
        new Invented("owner", "Olena Brandt", "quality", Roles.OWNERS, "changes the process"),
        new Invented("auditor", "Aurelie Fontaine", "quality", Roles.AUDITORS, "reads everything"),
        new Invented("admin", "Adam Okafor", "customer-care", Roles.ADMINISTRATORS, "manages people")
    };

    private DemoPeople() {}

    static void establish(Persons persons) {
        Map<String, String> teams = new LinkedHashMap<>();
        teams.put("customer-care", "Customer care");
        teams.put("complaints", "Complaint handling");
        teams.put("laboratory", "Laboratory");
        teams.put("quality", "Quality management");
        teams.forEach((id, name) -> {
            if (persons.team(id).isEmpty()) {
                persons.putTeam(new Team(id, name, null));
            }
        });
        for (Invented person : ALL) {
            if (persons.find(person.id()).isEmpty()) {
                persons.put(
                        new PersonDetails(
                                person.id(),
                                person.name(),
                                person.id() + "@demo.invalid",
                                "en",
                                BERLIN,
                                person.team(),
                                Set.of(person.role())),
                        PASSWORD);
            }
        }
        lead(persons, "customer-care", "agent");
        lead(persons, "complaints", "handler");
        lead(persons, "laboratory", "investigator");
        lead(persons, "quality", "quality");
    }

    private static void lead(Persons persons, String team, String person) {
        persons.team(team)
                .filter(present -> present.lead() == null)
                .ifPresent(present -> persons.putTeam(new Team(team, present.name(), person)));
    }

    /** For the block that ends the start: {@code handler       triages and answers}. */
    static String[] lines() {
        String[] lines = new String[ALL.length];
        for (int i = 0; i < ALL.length; i++) {
            lines[i] = String.format("%-14s %s", ALL[i].id(), ALL[i].does());
        }
        return lines;
    }
}
