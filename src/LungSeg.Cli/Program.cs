using LungSeg.Cli;

// An index is some megabytes of small objects that all stay alive; a collection while it grows only copies them. Up to this size the
// garbage collector does not run.
const long GrowthWithoutCollection = 24L << 20;
GC.TryStartNoGCRegion(GrowthWithoutCollection);

var signals = Interruption.Listen();
var code = CliHost.Run(args, Terminal.Open());
GC.KeepAlive(signals);
return code;
