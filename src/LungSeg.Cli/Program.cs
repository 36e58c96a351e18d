using LungSeg.Cli;

return CliHost.Run(args, Terminal.OfProcess());
