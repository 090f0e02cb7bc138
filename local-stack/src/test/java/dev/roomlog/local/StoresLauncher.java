package dev.roomlog.local;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A launcher for tests to kill: starts the stores in the folder it is given and stays. */
final class StoresLauncher {

    private StoresLauncher() {}

    public static void main(String[] arguments) throws InterruptedException {
        LocalStack stack = LocalStack.start(StackOptions.in(Path.of(arguments[0])).onlyStores());
        System.out.println("up " + stack.gatewayUrl());
        new CountDownLatch(1).await();
    }
}
