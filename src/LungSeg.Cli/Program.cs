using LungSeg.Cli;

// An index is some megabytes of small objects that all live on: collecting while it grows only copies them. Past this size the collector
// works as ever.
const long GrowthWithoutCollection = 24L << 20;
GC.TryStartNoGCRegion(GrowthWithoutCollection);

var signals = Interruption.Listen();
var code = CliHost.Run(args, Terminal.Open());
GC.KeepAlive(signals);
return code;
