//! The program, through its own door, by every workload but actor-mesh.

contract::workload_tests! {
    "interleave-tokio-system":
    every_vector_of_every_workload_has_its_answer
    every_parameter_is_asked_for
    the_manifest_lists_the_workloads
    what_cannot_be_run_is_refused
    every_tick_owed_is_recorded
    a_stack_holds_its_words
    tasks_at_rest_are_weighed
    every_sleep_is_recorded
    the_clock_starts_before_the_first_request
    a_broken_connection_fails
    no_file_stays_behind
    the_size_of_a_task_is_known
}
