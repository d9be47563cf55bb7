package io.ganchang.architecture.canary.domain;

import io.ganchang.architecture.canary.http.MelonPage;

/** Breaks the order: a value that knows how it is shown. */
public record MelonThatKnowsItsPage(MelonPage page) {}
