using Signaling.Hosting;

return await CommandLine.RunAsync(args);
