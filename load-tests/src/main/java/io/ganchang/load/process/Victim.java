package io.ganchang.load.process;

/** Which process is killed, or whether both are at once. */
public enum Victim {
    SERVER,
    REDIS,
    BOTH;

    boolean isServerKilled() {
        return this != REDIS;
    }
}
