package io.ganchang.load.process;

/** Which process is killed. */
public enum Victim {
    SERVER,
    REDIS
}
