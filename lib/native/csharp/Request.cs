using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Threading;
using System.Xml;
using System.Xml.Linq;

namespace Interleave
{
    /// The request can't be understood or run.
    sealed class RefusedException : Exception
    {
        public RefusedException(string message) : base(message) { }
    }

    /// actor-mesh's.
    sealed class Parameters
    {
        public long Actors, Messages, InFlight, Mailbox, Payload, Retain, Work, Tail, Skew, Rate, Hops;
        public string Record, Message;
        public ulong Seed;
    }

    /// What is asked for. A name that is unknown here is refused too: run without it, the figures would be of something
    /// else than was asked for.
    sealed class Request
    {
        const long Largest = 1L << 53; // the contract's bound of a number
        const long Many = 1L << 31;

        public int Warmup, Iterations, Workers;
        public Parameters Parameters;

        public static Request Parse(string line)
        {
            var asked = Fields(Read(line), "contract", "workload", "warmup", "iterations", "parameters", "settings");
            Number(asked, "contract", 1, 1);
            Choice(asked, "workload", "actor-mesh");
            var settings = Fields(asked["settings"], "workers");
            var request = new Request
            {
                Warmup = (int)Number(asked, "warmup", 0, 1 << 30),
                Iterations = (int)Number(asked, "iterations", 0, 1 << 30),
                Workers = (int)Number(settings, "workers", 0, 1024),
                Parameters = ParametersOf(asked["parameters"]),
            };
            if (request.Warmup + request.Iterations < 1)
            {
                throw new RefusedException("warmup and iterations ask for no round");
            }
            return request;
        }

        /// Gives the pool as many threads as were asked for; it takes no fewer than there are processors.
        public void Apply()
        {
            int workers = Workers == 0 ? Environment.ProcessorCount : Workers;
            if (!ThreadPool.SetMinThreads(workers, workers) || !ThreadPool.SetMaxThreads(workers, workers))
            {
                throw new RefusedException("workers is " + workers + ": the pool takes no fewer threads than there are processors, "
                    + Environment.ProcessorCount);
            }
        }

        static XElement Read(string line)
        {
            try
            {
                var reader = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(line), XmlDictionaryReaderQuotas.Max);
                return XElement.Load(reader);
            }
            catch (Exception e) when (e is XmlException || e is FormatException || e is ArgumentException)
            {
                throw new RefusedException("the request can't be read: " + e.Message);
            }
        }

        static Parameters ParametersOf(XElement given)
        {
            var asked = Fields(given, "actors", "messages", "inFlight", "mailbox", "payload", "retain", "work", "tail", "skew",
                "rate", "hops", "record", "message", "seed");
            var p = new Parameters
            {
                Actors = Number(asked, "actors", 1, Many),
                Messages = Number(asked, "messages", 1, Largest),
                InFlight = Number(asked, "inFlight", 1, Many),
                Mailbox = Number(asked, "mailbox", 0, Many),
                Payload = Number(asked, "payload", 0, Many),
                Retain = Number(asked, "retain", 0, Many),
                Work = Number(asked, "work", 0, Many),
                Tail = Number(asked, "tail", 0, 1),
                Skew = Number(asked, "skew", 0, 255),
                Rate = Number(asked, "rate", 0, Largest),
                Hops = Number(asked, "hops", 1, Largest),
                Record = Choice(asked, "record", "all", "64", "off"),
                Message = Choice(asked, "message", "reused", "fresh"),
            };
            if (p.Payload % 8 != 0)
            {
                throw new RefusedException("payload is " + p.Payload + ", not a multiple of 8");
            }
            if (p.Rate > 0 && p.Messages % p.Hops != 0)
            {
                throw new RefusedException("hops is " + p.Hops + " and doesn't divide messages, which is " + p.Messages);
            }
            if (!ulong.TryParse(asked["seed"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out p.Seed))
            {
                throw new RefusedException("seed is '" + asked["seed"].Value + "', not a decimal number of 64 bits");
            }
            return p;
        }

        /// An object's fields: all of the names, and no other.
        static Dictionary<string, XElement> Fields(XElement given, params string[] names)
        {
            var fields = new Dictionary<string, XElement>();
            foreach (var field in given.Elements())
            {
                fields[field.Name.LocalName] = field;
            }
            var strange = fields.Keys.FirstOrDefault(name => !names.Contains(name));
            var missing = names.FirstOrDefault(name => !fields.ContainsKey(name));
            if (strange != null || missing != null)
            {
                throw new RefusedException(strange != null ? strange + " is not known here" : missing + " is missing");
            }
            return fields;
        }

        static long Number(Dictionary<string, XElement> asked, string name, long least, long most)
        {
            long value;
            if ((string)asked[name].Attribute("type") != "number"
                || !long.TryParse(asked[name].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
                || value < least || value > most)
            {
                throw new RefusedException(name + " is " + asked[name].Value + ", not a whole number within " + least + " and " + most);
            }
            return value;
        }

        static string Choice(Dictionary<string, XElement> asked, string name, params string[] values)
        {
            if (!values.Contains(asked[name].Value))
            {
                throw new RefusedException(name + " is '" + asked[name].Value + "', not one of " + string.Join(", ", values));
            }
            return asked[name].Value;
        }
    }
}
