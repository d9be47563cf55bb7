package io.ganchang.architecture.canary.http;

import io.ganchang.architecture.canary.domain.Melon;

/** Keeps the order: a page may know its melon. */
public record MelonPage(Melon melon) {}
