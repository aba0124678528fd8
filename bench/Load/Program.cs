using Load.Options;

return await LoadCommand.RunAsync(args);
