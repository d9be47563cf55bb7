package io.ganchang.config;

/**
 * How often it is tried to give money back.
 *
 * @param attemptsMax attempts that may fail before a refund waits for a person
 * @param delayMsMin wait after the first of them; it doubles, with jitter
 * @param delayMsMax longest wait
 */
public record RefundPace(int attemptsMax, int delayMsMin, int delayMsMax) {}
