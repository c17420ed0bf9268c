using FapiAuthServer.Cli;

return await new CommandLine(Screen.OfProcess()).RunAsync(args);
