// The same functions by JNI: the glue that javac -h would declare.
#include <jni.h>
#include <stdint.h>

uint64_t add(uint64_t z, uint64_t i);
uint64_t each(uint64_t n, uint64_t (*f)(uint64_t z, uint64_t i));

static _Thread_local struct {
  JNIEnv *env;
  jclass type;
  jmethodID method;
} back;

static uint64_t call_back(uint64_t z, uint64_t i) {
  return (uint64_t)(*back.env)->CallStaticLongMethod(back.env, back.type, back.method, (jlong)z, (jlong)i);
}

JNIEXPORT jlong JNICALL Java_io_interleave_workload_JniCrossing_add(JNIEnv *env, jclass type, jlong z, jlong i) {
  (void)env;
  (void)type;
  return (jlong)add((uint64_t)z, (uint64_t)i);
}

JNIEXPORT jlong JNICALL Java_io_interleave_workload_JniCrossing_each(JNIEnv *env, jclass type, jlong n) {
  back.env = env;
  back.type = type;
  back.method = (*env)->GetStaticMethodID(env, type, "back", "(JJ)J");
  return back.method == NULL ? 0 : (jlong)each((uint64_t)n, call_back);
}
